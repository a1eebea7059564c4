// What is open to somebody whose role has no desk on the portal: said plainly, with the ways that do exist.
import { CircleUser, FileCheck, type LucideIcon, Plus, ReceiptText, ScrollText } from 'lucide-react';
import { Link } from 'react-router';
import { Card } from '#ui/card.tsx';
import { Window } from '#ui/icon.tsx';

const ways: readonly { to: string; icon: LucideIcon; name: string; says: string }[] = [
  { to: '/journal', icon: ScrollText, name: 'Журнал действий', says: 'Что делали вы и кто смотрел ваши данные' },
  { to: '/acts', icon: FileCheck, name: 'Проверить акт', says: 'Подлинный ли акт о показаниях, по коду с него' },
  { to: '/receipts', icon: ReceiptText, name: 'Проверить чек', says: 'Прошёл ли платёж, по номеру чека' },
  { to: '/profile', icon: CircleUser, name: 'Профиль', says: 'Пароль, вход, уведомления' },
  { to: '/accounts/add', icon: Plus, name: 'Добавить лицевой счёт', says: 'Если у вас есть и свой дом' },
];

/** `roles`: in words, «специалист по проверке»; empty when nothing is known of them. */
export function OpenToYou({ roles }: { roles: readonly string[] }) {
  return (
    <Card heading={roles.length === 0 ? 'Что вам доступно' : `Ваша роль: ${roles.join(', ')}`}>
      <p>Отдельных задач для этой роли на портале пока нет. Сейчас вам доступно:</p>
      <div>
        {ways.map(({ to, icon, name, says }) => (
          <div className="item" key={to}>
            <Window of={icon} />
            <div className="stack near"><h3><Link to={to}>{name}</Link></h3><p>{says}</p></div>
          </div>
        ))}
      </div>
    </Card>
  );
}
