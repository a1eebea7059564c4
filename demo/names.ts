// Names for people who do not exist.
import type { Random } from './random.ts';

/** Men's forms; women's end in «а». */
const SURNAMES = [
  'Ветров',
  'Рябинин',
  'Берестов',
  'Ключников',
  'Осинцев',
  'Луговой',
  'Снегирёв',
  'Дроздов',
  'Клёнов',
  'Ручьёв',
  'Морошкин',
  'Брусницын',
  'Ельцов',
  'Кедров',
  'Полянин',
  'Росин',
  'Туманов',
  'Зорин',
  'Лебедкин',
  'Журавин',
  'Сорокоумов',
  'Ивушкин',
  'Калинкин',
  'Черёмухин',
  'Боровиков',
  'Груздев',
  'Лисичкин',
  'Подберёзов',
  'Ольхин',
  'Яснов',
  'Ракитин',
  'Малинин',
  'Шишкарёв',
  'Каменев',
  'Горюнов',
  'Заречнов',
  'Мостовой',
  'Печкин',
] as const;
const MEN = [
  'Алексей',
  'Андрей',
  'Борис',
  'Вадим',
  'Виктор',
  'Глеб',
  'Денис',
  'Егор',
  'Иван',
  'Кирилл',
  'Максим',
  'Никита',
  'Олег',
  'Павел',
  'Роман',
  'Сергей',
  'Тимур',
  'Фёдор',
  'Юрий',
  'Ярослав',
] as const;
const WOMEN = [
  'Алина',
  'Анна',
  'Вера',
  'Дарья',
  'Елена',
  'Жанна',
  'Зоя',
  'Инна',
  'Кира',
  'Лариса',
  'Мария',
  'Нина',
  'Ольга',
  'Полина',
  'Раиса',
  'Светлана',
  'Тамара',
  'Ульяна',
  'Юлия',
  'Яна',
] as const;
const FATHERS = [
  'Алексеев',
  'Андреев',
  'Борисов',
  'Викторов',
  'Денисов',
  'Иванов',
  'Максимов',
  'Николаев',
  'Олегов',
  'Павлов',
  'Петров',
  'Романов',
  'Сергеев',
  'Фёдоров',
  'Юрьев',
] as const;

const feminine = (surname: string): string => (surname.endsWith('ой') ? `${surname.slice(0, -2)}ая` : `${surname}а`);

export type FullName = { lastName: string; firstName: string; middleName: string };

/** «Ветрова Анна Сергеевна». */
export const nameText = ({ lastName, firstName, middleName }: FullName): string => `${lastName} ${firstName} ${middleName}`;

/** A name; of a family when its surname (a man's form) is given. */
export function nameOf(random: Random, surname: string = random.pick(SURNAMES)): FullName {
  const father = random.pick(FATHERS);
  return random.chance(52)
    ? { lastName: feminine(surname), firstName: random.pick(WOMEN), middleName: `${father}на` }
    : { lastName: surname, firstName: random.pick(MEN), middleName: `${father}ич` };
}

export const surnameOf = (random: Random): string => random.pick(SURNAMES);
