// «Вид»: colours, text, spacing, pictures. A plain form, so it works before sign-in and without JavaScript.
import { ALargeSmall, Eye } from 'lucide-react';
import { useLocation } from 'react-router';
import { useRootData } from '#web/me.ts';
import { textSizes, type View } from '#web/view.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Kept } from './kept.tsx';

const themeNames: Readonly<Record<View['theme'], string>> = {
  system: 'Как на устройстве',
  light: 'Светлая',
  dark: 'Тёмная',
  'contrast-light': 'Контрастная: чёрное на белом',
  'contrast-dark': 'Контрастная: белое и жёлтое на чёрном',
};

function Tick({ name, value, label, on }: { name: string; value: string; label: string; on: boolean }) {
  return (
    <label className="check">
      <input type="checkbox" name={name} value={value} defaultChecked={on} />
      <span>{label}</span>
    </label>
  );
}

export function ViewPanel() {
  const { view } = useRootData();
  const { pathname, search } = useLocation();
  return (
    <details className="pop view">
      <summary>
        <Icon of={ALargeSmall} />
        <span>Вид</span>
      </summary>
      <div>
        <input type="hidden" name="next" value={pathname + search} form="view-form" />
        <Kept as="form" id="view-form" className="stack" action="/view" method="post" of={view}>
          <Choices view={view} />
        </Kept>
      </div>
    </details>
  );
}

const Choices = ({ view }: { view: View }) => (
  <>
    <fieldset className="stack near">
      <legend>Цвета</legend>
      {Object.entries(themeNames).map(([theme, name]) => (
        <label className="check" key={theme}>
          <input type="radio" name="theme" value={theme} defaultChecked={theme === view.theme} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
    <div className="field">
      <label htmlFor="view-text">Размер текста</label>
      <select id="view-text" name="text" defaultValue={view.text}>
        {textSizes.map((size) => (
          <option key={size} value={size}>{`${size} %`}</option>
        ))}
      </select>
    </div>
    <div>
      <Tick name="spacing" value="wide" label="Просторные строки" on={view.spacing === 'wide'} />
      <Tick name="pictures" value="off" label="Без картинок" on={view.pictures === 'off'} />
      <Tick name="motion" value="less" label="Меньше движения" on={view.motion === 'less'} />
    </div>
    <Button>Применить</Button>
    <Button kind="alt" name="preset" value="low-vision">
      <Icon of={Eye} />
      Версия для слабовидящих
    </Button>
    <Button kind="bare" name="preset" value="usual">
      Вернуть обычный вид
    </Button>
  </>
);
