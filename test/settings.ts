// Settings for tests: nothing of this machine's environment, nothing that reaches outside.
import { readSettings, type Settings } from '#platform/settings';

/** Settings of a portal at http://localhost:8080 with keys that guard nothing. */
export function testSettings(more: Partial<Settings> = {}): Settings {
  return {
    ...readSettings({ ENCRYPTION_KEYS: JSON.stringify({ 1: Buffer.alloc(32, 7).toString('base64') }), LOG_LEVEL: 'silent', DATA_DIR: '.cache/test-data' }),
    ...more,
  };
}
