// Texts of the policy and of consents as people read them.
import { Link } from 'react-router';
import type { Consent, Section, TextChange } from '#contract/privacy';
import { consentStates } from '#contract/statuses/privacy';
import { When } from '#ui/format.tsx';
import { StatusOf } from '#ui/status.tsx';

export const ZONE = 'Europe/Moscow';

/** The paragraphs under their headings. */
export function Sections({ sections, level = 2 }: { sections: readonly Section[]; level?: 2 | 3 }) {
  const Heading = `h${level}` as const;
  return (
    <>
      {sections.map(({ heading, paragraphs }) => (
        <div key={heading} className="stack near">
          <Heading>{heading}</Heading>
          {paragraphs.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      ))}
    </>
  );
}

/** What a version took away and added, in words and not by colour alone. */
export function Changes({ changes }: { changes: readonly TextChange[] }) {
  return (
    <ul className="plain stack">
      {changes.map(({ heading, removed, added }) => (
        <li key={heading} className="stack near">
          <h3>{heading}</h3>
          {removed.map((text) => (
            <p key={text} className="mut">
              <b>Было: </b>
              <del>{text}</del>
            </p>
          ))}
          {added.map((text) => (
            <p key={text}>
              <b>{removed.length > 0 ? 'Стало: ' : 'Добавлено: '}</b>
              <ins>{text}</ins>
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** The whole text of a consent, folded: what is agreed to is read before. */
export const FoldedText = ({ sections }: { sections: readonly Section[] }) => (
  <details className="more">
    <summary>Что именно и на какой срок</summary>
    <div className="stack">
      <Sections sections={sections} level={3} />
    </div>
  </details>
);

/** Whether a consent is given, since when and to which version. */
export function ConsentState({ consent: { state, givenAt } }: { consent: Consent }) {
  if (state === 'given')
    return (
      <span className="row">
        <StatusOf rows={consentStates} is={state} />
        <span className="mut sml">
          <When instant={givenAt!} timeZone={ZONE} />
        </span>
      </span>
    );
  return <StatusOf rows={consentStates} is={state} />;
}

export const PolicyLink = ({ children }: { children: string }) => <Link to="/privacy">{children}</Link>;
