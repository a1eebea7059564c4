// What people (and so guessers) take for a password, as seeds and the rules that make the list from them. Made by us, not taken from a leak:
// names and words in both keyboard layouts, walks over the keys, years and runs of digits.

/** Russian words that are typed as such, with the Latin layout left on, or transliterated. */
const RUSSIAN: readonly string[] =
  'пароль привет любовь солнце котенок кошка собака зайка зайчик малыш мамочка папочка мама папа семья дочка сынок россия москва родина победа спартак зенит динамо локомотив чемпион футбол хоккей весна лето осень зима январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь понедельник пятница ангел красота счастье удача мечта жизнь дружба дракон тигр волк медведь орел сокол рыбка ласточка ромашка роза принцесса королева король наташа настя анастасия катя екатерина маша мария лена елена оля ольга таня татьяна света светлана ира ирина юля юлия аня анна вика виктория даша дарья марина галина людмила надежда вера любовь ксения полина алина кристина саша александр серега сергей дима дмитрий андрей алексей леша максим иван ваня миша михаил коля николай вова владимир витя виктор юра юрий денис артем антон никита роман павел паша олег игорь кирилл егор илья руслан тимур компьютер интернет администратор пользователь квартира домофон подъезд'.split(
    ' ',
  );
const LATIN: readonly string[] =
  'password passwort passw0rd qwerty admin administrator root user guest login welcome letmein iloveyou dragon monkey shadow master sunshine princess superman batman pokemon starwars football baseball soccer hockey liverpool chelsea arsenal killer hunter ranger trustno secret freedom whatever hello summer winter spring autumn january february march april june july august september october november december monday friday michael jennifer jordan thomas robert daniel andrew joshua matthew charlie george ashley jessica nicole amanda samsung nokia google yandex mailru vkontakte facebook internet computer samara moscow russia spartak zenit lokomotiv marina natasha sergey dmitry alexandr alexander vladimir nikita maksim andrey aleksey ekaterina anastasia tatiana svetlana victoria kristina moydom moidom mydom'.split(
    ' ',
  );
const WALKS: readonly string[] =
  'qwertyuiop asdfghjkl zxcvbnm qwertyui qwerty asdfgh zxcvbn qazwsxedc qazwsx wsxedc 1qaz2wsx3edc4rfv 1qaz2wsx 1q2w3e4r5t6y 1q2w3e4r5t 1q2w3e4r 1q2w3e q1w2e3r4t5 q1w2e3r4 q1w2e3 zaq12wsx zaq1xsw2 poiuytrewq lkjhgfdsa mnbvcxz 0987654321 987654321 1234567890 123456789 12345678 1234567 123123123 123321 12344321 147258369 159753 741852963 789456123 112233445566 11223344 112233 010203 abcdefghijkl abcdefgh abc123 йцукенгшщзхъ йцукенгш йцукен фывапролдж фывапрол фывапр ячсмитьбю ячсмить'.split(
    ' ',
  );

const KEYS = 'йцукенгшщзхъфывапролджэячсмитьбюё';
const SAME_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const SOUNDS: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** The same keys with the other layout on: «пароль» → «gfhjkm». */
export const otherLayout = (word: string): string => Array.from(word, (letter) => (KEYS.includes(letter) ? SAME_KEYS[KEYS.indexOf(letter)]! : letter)).join('');
const transliterated = (word: string): string => Array.from(word, (letter) => SOUNDS[letter] ?? letter).join('');

/** Words and walks without digits behind them, in every way they are typed. Longest first, so that «passwords» is found before «pass». */
export const COMMON_WORDS: readonly string[] = [
  ...new Set([...RUSSIAN, ...RUSSIAN.map(otherLayout), ...RUSSIAN.map(transliterated), ...LATIN, ...WALKS, ...WALKS.map(otherLayout)]),
]
  .filter((word) => word.length >= 3)
  .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));

const ENDINGS: readonly string[] = ['', '1', '12', '123', '1234', '12345', '123456', '!', '2020', '2021', '2022', '2023', '2024', '2025', '2026', '777', '007'];

/** The list itself: over eight thousand of the commonest passwords, lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(COMMON_WORDS.flatMap((word) => ENDINGS.map((ending) => word + ending)));
