import { number } from './fault-options.js';
import { faultsOf } from './fault.js';

export const clockFaults = faultsOf('clock', [
  {
    name: 'clock-wrong',
    title: 'The time servers tell a wrong time',
    rows: ['F29'],
    span: 'lasting',
    options: [number('offset', 86400, -1e9, 1e9, 'seconds by which they are ahead')],
    begin: ({ serverOffset }, values) => serverOffset.set(values.number('offset') * 1000),
  },
  {
    name: 'clock-stepped',
    title: 'The module\'s clock steps',
    rows: ['F29'],
    span: 'instant',
    options: [number('step', -3600, -1e9, 1e9, 'seconds')],
    begin: ({ module }, values) => {
      if (module.clock !== undefined) module.setClock(module.clock + values.number('step') * 1000);
      return undefined;
    },
  },
  {
    name: 'clock-forgotten',
    title: 'The module\'s clock is as it was at boot',
    rows: ['F29'],
    span: 'instant',
    begin: ({ module }) => {
      module.setClock(module.profile.clockAtBoot);
      return undefined;
    },
  },
  {
    name: 'time-zone',
    title: 'The module\'s clock is in another time zone',
    rows: ['F29'],
    span: 'lasting',
    options: [number('quarters', -13, -48, 56, 'quarter hours ahead of UTC')],
    begin: ({ module }, values) => {
      const retell = (): void => {
        if (module.clock !== undefined) module.setClock(module.clock);
      };
      const undo = module.adjust({ quarterHours: values.number('quarters') });
      retell();
      return () => {
        undo();
        retell();
      };
    },
  },
  {
    name: 'time-servers-silent',
    title: 'No time server answers',
    rows: ['F29'],
    span: 'lasting',
    begin: ({ module }) => module.adjust({ ntpServers: [] }),
  },
]);
