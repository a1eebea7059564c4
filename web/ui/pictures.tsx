// The street and the house: drawn, not loaded. Decoration only, so «без картинок» hides them and screen readers pass them by.
import type { ReactNode } from 'react';

const windowAt = (x: number, y: number, width: number): string => `M${x} ${y}v-${width * 0.72}a${width / 2} ${width / 2} 0 0 1 ${width} 0v${width * 0.72}z`;

type Building = { x: number; width: number; top: number; gable: boolean };
const block: readonly Building[] = [
  { x: 0, width: 70, top: 44, gable: false },
  { x: 74, width: 54, top: 28, gable: true },
  { x: 154, width: 96, top: 52, gable: false },
  { x: 254, width: 60, top: 36, gable: true },
  { x: 318, width: 120, top: 40, gable: false },
  { x: 464, width: 48, top: 24, gable: true },
  { x: 516, width: 84, top: 48, gable: false },
];
const street = [...block, ...block.map((building) => ({ ...building, x: building.x + 604 }))];
const shape = ({ x, width, top, gable }: Building): string => `M${x} 90V${top}${gable ? `l${width / 2}-14 ${width / 2} 14` : `h${width}`}V90z`;

function* windowsOf(building: Building): Generator<{ path: string; lit: boolean }> {
  const inset = ((building.width - 7) % 15) / 2;
  for (let y = building.top + 18, row = 0; y < 86; y += 15, row += 1) {
    for (let x = building.x + inset + 1, column = 0; x + 8 < building.x + building.width; x += 15, column += 1) {
      yield { path: windowAt(x, y, 7), lit: (building.x * 3 + row * 5 + column * 7) % 11 === 0 };
    }
  }
}
const streetWindows = street.flatMap((building) => [...windowsOf(building)]);
const joined = (windows: readonly { path: string; lit: boolean }[], lit: boolean): string =>
  windows
    .filter((window) => window.lit === lit)
    .map((window) => window.path)
    .join('');
const streetPaths = { walls: street.map(shape).join(''), dark: joined(streetWindows, false), lit: joined(streetWindows, true) };

/** The street along the foot of every page. */
export function Street() {
  return (
    <svg className="street" viewBox="0 0 1200 90" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <path className="far" d={streetPaths.walls} />
      <path className="gr" d={streetPaths.dark} />
      <path className="on" d={streetPaths.lit} />
    </svg>
  );
}

const columns = [208, 233, 258, 344, 369, 394];
const litOfHouse = new Set(['233.77', '394.77', '369.117', '208.157', '344.157', '394.197', '258.197']);
const houseWindows = [77, 117, 157, 197].flatMap((y) => columns.map((x) => ({ path: windowAt(x, y, 18), lit: litOfHouse.has(`${x}.${y}`) })));
const stairs = [78, 118].map((y) => windowAt(301, y, 18)).join('');
const trees: readonly (readonly [x: number, y: number, radius: number])[] = [
  [152, 150, 30],
  [176, 166, 22],
  [452, 146, 34],
  [486, 164, 24],
  [34, 168, 22],
];

/** The house on the start page. `children` are drawn over it: the sign with the flat's number. */
export function HousePicture({ children }: { children?: ReactNode }) {
  return (
    <svg className="house" viewBox="0 0 560 208" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <circle className="sun" cx="136" cy="54" r="23" />
      <path className="far" d="M0 208V128h46v-18h38v18h30V92h52v36h28v80zM430 208V104h44V82h50v22h36v104z" />
      <path className="w2" d="M190 46h240l-12-18H202z" />
      <path className="wall" d="M196 46h228v162H196z" />
      <path className="w2" d="M286 46h48v162h-48z" />
      <path className="trim" d="M192 44h236v5H192zM196 84h228v2H196zM196 124h228v2H196zM196 164h228v2H196z" />
      <path className="pane" d={joined(houseWindows, false) + stairs} />
      <path className="on" d={joined(houseWindows, true) + windowAt(301, 158, 18)} />
      <path className="trim" d="M366 80h24v4h-24zM292 208v-24a18 18 0 0 1 36 0v24z" />
      <path className="on" d="M297 208v-23a13 13 0 0 1 26 0v23z" />
      <path className="w2" d="M309 172h2v36h-2z" />
      {trees.map(([x, y, radius]) => (
        <g key={x}>
          <path className="trunk" d={`M${x} ${y}V210`} strokeWidth="5" />
          <circle className="leaf" cx={x} cy={y} r={radius} />
        </g>
      ))}
      {children}
    </svg>
  );
}

/** A sign that points at a lit window: «кв. 37». */
export function FlatSign({ text }: { text: string }) {
  const width = 22 + text.length * 7.6;
  return (
    <g>
      <path className="pointer" d="M388 99h16" />
      <rect className="sign" x="404" y="84" width={width} height="26" rx="13" />
      <text className="signtext" x={404 + width / 2} y="102" textAnchor="middle">
        {text}
      </text>
    </g>
  );
}
