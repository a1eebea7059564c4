export const kopecks: bigint = 'сто';
