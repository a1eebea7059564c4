import { Tabs } from '#ui/tabs.tsx';

/** The parts of meters for the people of organizations. */
export const WorkMeterTabs = () => <Tabs label="Счётчики организации" tabs={[{ to: '/work/meters', name: 'Счётчики' }, { to: '/work/missing', name: 'Чего не хватает' }, { to: '/work/intakes', name: 'Показания списком' }, { to: '/work/replacements', name: 'Заявки на замену' }]} />;
