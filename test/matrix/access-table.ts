// Who may call each route at all: `anyone`, `signed-in` (one factor is enough), `person` (two factors), roles by name (two
// factors), `key:operation`. Written by hand, so that a change of access is seen by the one who reads this file.
export const accessTable: Readonly<Record<string, string>> = {};
