/** What the list is narrowed to and how varied it is: kept in the address, to share and to go back. */
export type Filters = {
  genres: string[];
  yearFrom: number | null;
  yearTo: number | null;
  /** 0 to 100. */
  diversity: number;
};

function numberIn(text: string | null, low: number, high: number): number | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  const number = Number(text);
  return number >= low && number <= high ? number : null;
}

export function filtersFrom(address: URLSearchParams): Filters {
  return {
    genres: address.getAll('genre'),
    yearFrom: numberIn(address.get('from'), 1870, 2100),
    yearTo: numberIn(address.get('to'), 1870, 2100),
    diversity: numberIn(address.get('diversity'), 0, 100) ?? 0,
  };
}

export function addressOf(filters: Filters): URLSearchParams {
  const address = new URLSearchParams();
  for (const genre of filters.genres) address.append('genre', genre);
  if (filters.yearFrom !== null) address.set('from', String(filters.yearFrom));
  if (filters.yearTo !== null) address.set('to', String(filters.yearTo));
  if (filters.diversity > 0) address.set('diversity', String(filters.diversity));
  return address;
}

/** The filters as a recommendation request has them. */
export function requestOf(filters: Filters) {
  return {
    ...(filters.genres.length > 0 && { genres: filters.genres }),
    ...(filters.yearFrom !== null && { year_from: filters.yearFrom }),
    ...(filters.yearTo !== null && { year_to: filters.yearTo }),
    ...(filters.diversity > 0 && { diversity: filters.diversity / 100 }),
  };
}

export function countOf(filters: Filters): number {
  const hasYears = filters.yearFrom !== null || filters.yearTo !== null;
  return filters.genres.length + (hasYears ? 1 : 0);
}
