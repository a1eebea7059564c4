import { Tabs } from '#ui/tabs.tsx';

/** The parts of meters for the people of organizations. */
export const WorkMeterTabs = () => (
  <Tabs
    label="Счётчики организации"
    tabs={[
      { to: '/work/meters', name: 'Счётчики' },
      { to: '/work/missing', name: 'Не хватает' },
      { to: '/work/intakes', name: 'Списком' },
      { to: '/work/replacements', name: 'Замены' },
    ]}
  />
);
