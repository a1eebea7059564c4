export const crowded = {a:1,   b:2}
