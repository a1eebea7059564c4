import { useLocation } from 'react-router';

/** Makes `?…` of the page's own query with some members changed; null takes a member away. */
export function useQueryLink(): (changes: Record<string, string | null>) => string {
  const { search } = useLocation();
  return (changes) => {
    const changed = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) changed.delete(name);
      else changed.set(name, value);
    }
    return `?${changed.toString()}`;
  };
}
