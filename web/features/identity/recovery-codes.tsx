// Recovery codes, shown once.
import { Link } from 'react-router';
import { Card } from '#ui/card.tsx';
import { Notice } from '#ui/notice.tsx';

export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <>
      <Notice tone="ok" heading="Готово. Сохраните запасные коды" announce>
        <p>
          Если телефона не будет под рукой, один такой код заменит приложение. Каждый действует один раз. Больше мы их не покажем: распечатайте или перепишите.
        </p>
      </Notice>
      <Card heading="Запасные коды">
        <ul className="plain">
          {codes.map((code) => (
            <li key={code}>
              <span className="code">{code}</span>
            </li>
          ))}
        </ul>
      </Card>
      <p>
        <Link to="/profile">Коды сохранены, вернуться в профиль</Link>
      </p>
    </>
  );
}
