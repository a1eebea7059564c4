import { Tabs } from '#ui/tabs.tsx';

/** The parts of «Счётчики». */
export const MeterTabs = () => (
  <Tabs
    label="Счётчики"
    tabs={[
      { to: '/meters', name: 'Показания' },
      { to: '/meters/history', name: 'Расход' },
      { to: '/meters/acts', name: 'Акты' },
    ]}
  />
);
