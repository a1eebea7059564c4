import { useSearchParams } from 'react-router';

/** Makes `?…` of the page's own query with some members changed; null takes a member away. */
export function useQueryLink(): (changes: Record<string, string | null>) => string {
  const [query] = useSearchParams();
  return (changes) => {
    const changed = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) changed.delete(name);
      else changed.set(name, value);
    }
    return `?${changed.toString()}`;
  };
}
