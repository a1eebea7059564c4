// A program for the fault tests: starts or adopts the packaged PostgreSQL of a folder, says how to reach it in one line
// of JSON, and holds it until SIGTERM (then it is stopped) or until the program is killed (then it is left running).
//   node open-database.ts DATA_DIR OPEN_DIR
import { startPostgres } from '#platform/embedded-postgres';

const [dataDir, openDir] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir: dataDir!, openDir: openDir!, database: 'moidom' });
process.on('SIGTERM', () => {
  postgres.stop();
  process.exit(0);
});
console.log(JSON.stringify({ ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, adopted: postgres.adopted }));
setInterval(() => {}, 60_000); // stays
