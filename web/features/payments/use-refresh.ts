import { useEffect } from 'react';
import { useRevalidator } from 'react-router';

/** Loads the page's data anew every so many seconds: live events bring the end at once, this is for when their stream is down. */
export function useRefresh(seconds: number): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(() => void revalidate(), seconds * 1000);
    return () => clearInterval(timer);
  }, [revalidate, seconds]);
}
