import { Slider } from '@base-ui/react/slider';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { yearsQuery } from '../movies/queries';
import { Button } from '../ui/Button';
import { Chips } from '../ui/Chips';
import { countOf, type Filters } from './filters';
import styles from './FilterBar.module.css';

type FilterBarProps = {
  genres: readonly string[];
  filters: Filters;
  onChange: (filters: Filters) => void;
};

/** Genres, years and diversity of the list. */
export function FilterBar({ genres, filters, onChange }: FilterBarProps) {
  const [isOpen, setOpen] = useState(false);
  const count = countOf(filters);
  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        <Button aria-expanded={isOpen} aria-controls="filters" onClick={() => setOpen(!isOpen)}>
          Filters{count > 0 && ` (${count})`}
        </Button>
        <DiversitySlider
          key={filters.diversity}
          value={filters.diversity}
          onChange={(diversity) => onChange({ ...filters, diversity })}
        />
      </div>
      {isOpen && (
        <div id="filters" className={styles.panel}>
          <Chips
            label="Genres"
            options={genres}
            chosen={filters.genres}
            onChange={(chosen) => onChange({ ...filters, genres: chosen })}
          />
          <YearSlider
            key={`${filters.yearFrom}-${filters.yearTo}`}
            filters={filters}
            onChange={onChange}
          />
          {count > 0 && (
            <Button
              look="plain"
              onClick={() => onChange({ ...filters, genres: [], yearFrom: null, yearTo: null })}
            >
              Clear filters
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function DiversitySlider({
  value,
  onChange,
}: {
  value: number;
  onChange: (value: number) => void;
}) {
  const [shown, setShown] = useState(value);
  return (
    <Slider.Root
      className={styles.slider}
      value={shown}
      step={5}
      onValueChange={setShown}
      onValueCommitted={onChange}
    >
      <div className={styles.sliderHead}>
        <Slider.Label className={styles.label}>Diversity</Slider.Label>
        <span className={styles.value}>{shown === 0 ? 'best matches first' : `${shown} %`}</span>
      </div>
      <Slider.Control className={styles.control}>
        <Slider.Track className={styles.track}>
          <Slider.Indicator className={styles.indicator} />
          <Slider.Thumb className={styles.thumb} getAriaLabel={() => 'Diversity, in per cent'} />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}

function YearSlider({ filters, onChange }: Omit<FilterBarProps, 'genres'>) {
  const { data: years } = useQuery(yearsQuery);
  const [dragged, setDragged] = useState<readonly number[] | null>(null);
  if (!years || years.first >= years.last) return null;
  const shown = dragged ?? [filters.yearFrom ?? years.first, filters.yearTo ?? years.last];
  return (
    <Slider.Root
      className={styles.slider}
      min={years.first}
      max={years.last}
      value={shown}
      onValueChange={(value) => setDragged(value)}
      onValueCommitted={([from, to]) =>
        onChange({
          ...filters,
          yearFrom: from === years.first ? null : from!,
          yearTo: to === years.last ? null : to!,
        })
      }
    >
      <div className={styles.sliderHead}>
        <Slider.Label className={styles.label}>Years</Slider.Label>
        <span className={styles.value}>
          {shown[0]} to {shown[1]}
        </span>
      </div>
      <Slider.Control className={styles.control}>
        <Slider.Track className={styles.track}>
          <Slider.Indicator className={styles.indicator} />
          <Slider.Thumb index={0} className={styles.thumb} getAriaLabel={() => 'First year'} />
          <Slider.Thumb index={1} className={styles.thumb} getAriaLabel={() => 'Last year'} />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}
