// A process of its own full of browsers that listen: told how many to open, it says when each has heard. Started by live.ts.
import http from 'node:http';

type Order = { port: number; listeners: number };

process.on('message', ({ port, listeners }: Order) => {
  let open = 0;
  for (let n = 0; n < listeners; n++) {
    http.get({ host: '127.0.0.1', port, path: '/api/v1/live', headers: { cookie: `sid=${n}` }, agent: false }, (response) => {
      if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`);
      open += 1;
      if (open === listeners) process.send?.({ open });
      // One clock for all processes of a machine: the sender subtracts its own reading of it.
      response.on('data', (piece: Buffer) => piece.includes('data: ') && process.send?.({ heardAt: process.hrtime.bigint().toString() }));
    });
  }
});
