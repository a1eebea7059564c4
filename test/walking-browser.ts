// A browser for stories over several sites: it follows redirects, keeps cookies, and stops where it is told.

export type Walker = {
  /** Goes to the address and on, and gives the first address for which `stop` holds, or the page where it stands. */
  go(url: string, stop: (url: string) => boolean): Promise<{ url: string; status: number; html: string }>;
};

export function openWalker(): Walker {
  const cookies = new Map<string, string>();
  return {
    async go(start, stop) {
      let url = start;
      for (let hop = 0; hop < 12; hop += 1) {
        if (stop(url)) return { url, status: 0, html: '' };
        const response = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
        for (const cookie of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          if (value === '') cookies.delete(name);
          else cookies.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null) return { url, status: response.status, html: await response.text() };
        await response.body?.cancel();
        url = new URL(location, url).href;
      }
      throw new Error(`too many redirects from ${start}`);
    },
  };
}
