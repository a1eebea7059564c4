import { Page } from '#ui/page.tsx';

export default function Ui() {
  return <Page title="Вид и детали"><p>Каждая деталь портала во всех состояниях.</p></Page>;
}
