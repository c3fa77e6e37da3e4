/** Titles as MovieLens writes them: "Matrix, The (1999)", "Misérables, Les (1995)". */

const year = /\s*\((\d{4})\)\s*$/;
const trailingArticle = /^(.*), (The|A|An|Les|Le|La|L'|Der|Die|Das|El|Los|Las|Il|Un|Une|Det|Den)$/;

export type TitleParts = { name: string; year: number | null };

/** The name as people say it, and the year apart. */
export function partsOf(title: string): TitleParts {
  const found = year.exec(title);
  const name = title.replace(year, '').trim();
  const article = trailingArticle.exec(name);
  return {
    name: article ? `${article[2]}${article[2] === "L'" ? '' : ' '}${article[1]}` : name || title,
    year: found ? Number(found[1]) : null,
  };
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
