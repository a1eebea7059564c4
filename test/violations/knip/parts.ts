export const used = (): void => {};
export const deadExport = 1;
