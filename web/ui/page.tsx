import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Problem } from '#contract/errors';
import { Icon } from './icon.tsx';

type Given = {
  /** In the window's title; also the heading, unless `heading` says otherwise. */
  title: string;
  /** null: the page's content has its own <h1>. */
  heading?: ReactNode;
  /** The refusal of the form on this page: it goes before the title, so that a screen reader says it first. */
  problem?: Problem | undefined;
  back?: { to: string; name: string };
  /** The main step of the page, beside the heading. */
  action?: ReactNode;
  children: ReactNode;
};

/** A page: its title, way back and heading. Everything else is its children. */
export function Page({ title, heading = title, problem, back, action, children }: Given) {
  return (
    <>
      <title>{`${problem ? 'Ошибка: ' : ''}${title} — Мой дом`}</title>
      {back && (
        <nav className="crumb" aria-label="Назад">
          <Link to={back.to}>
            <Icon of={ChevronLeft} />
            {back.name}
          </Link>
        </nav>
      )}
      {heading !== null &&
        (action ? (
          <div className="row apart">
            <h1>{heading}</h1>
            {action}
          </div>
        ) : (
          <h1>{heading}</h1>
        ))}
      {children}
    </>
  );
}
