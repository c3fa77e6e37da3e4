import { Suspense, useEffect, useRef, useState, type FormEvent } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import {
  Link,
  NavLink,
  NavigationType,
  Outlet,
  useLocation,
  useNavigate,
  useNavigationType,
} from 'react-router';
import { clearRequestLog } from '../api/requestLog';
import { useSession, useSessionEnd } from '../api/session';
import { ButtonLink } from '../ui/Button';
import { Loading } from '../ui/States';
import { ConnectionBanner } from './ConnectionBanner';
import { endSession } from './queries';
import { root } from './root';
import { ScreenError } from './ScreenError';
import { ShowRequest } from './ShowRequest';
import { ThemeSwitch } from './ThemeSwitch';
import styles from './Shell.module.css';

/** What every screen has around it. */
export function Shell() {
  const { pathname } = useLocation();
  const main = useTopOfNewScreen();
  useSessionEnd(endSession);
  return (
    <>
      <a href="#main" className={styles.skip}>
        To the content
      </a>
      <ConnectionBanner />
      <header className={styles.header}>
        <div className={styles.bar}>
          <Link to="/" className={styles.brand}>
            <BrandMark />
            <span>Neural Recommendation</span>
          </Link>
          <Navigation />
          <Search />
          <Account />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <ErrorBoundary FallbackComponent={ScreenError} resetKeys={[pathname]}>
          <Suspense fallback={<Loading label="The page is being fetched" />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <footer className={styles.footer}>
        <ShowRequest />
        <ThemeSwitch />
        <nav aria-label="For developers" className={styles.developers}>
          <a href={`${root}docs`}>API docs</a>
          <a href={`${root}redoc`}>ReDoc</a>
          <a href={`${root}openapi.json`}>OpenAPI</a>
        </nav>
      </footer>
    </>
  );
}

/**
 * Another screen: its requests begin anew, and eyes, keyboard and screen reader begin at its top,
 * or at what it marks to be used first. Going back, the browser scrolls to where one was.
 */
function useTopOfNewScreen() {
  const { pathname } = useLocation();
  const navigation = useNavigationType();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    clearRequestLog();
    if (navigation !== NavigationType.Pop) scrollTo(0, 0);
    const first = main.current?.querySelector<HTMLElement>('[data-first]');
    (first ?? main.current)?.focus({ preventScroll: true });
  }, [pathname, navigation]);
  return main;
}

function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <circle cx="12" cy="16" r="9" fill="#e8553a" />
      <circle cx="20" cy="16" r="9" fill="#f3b33d" fillOpacity=".85" />
    </svg>
  );
}

function Navigation() {
  const { is_admin: isAdmin } = useSession();
  return (
    <nav aria-label="Main" className={styles.navigation}>
      <NavLink to="/discover">For you</NavLink>
      <NavLink to="/browse">Browse</NavLink>
      <NavLink to="/rated">My ratings</NavLink>
      {isAdmin && <NavLink to="/manage">Manage</NavLink>}
    </nav>
  );
}

function Search() {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  function search(event: FormEvent) {
    event.preventDefault();
    void navigate(`/browse?${new URLSearchParams({ title: words.trim() })}`);
    setWords('');
  }
  return (
    <form role="search" onSubmit={search} className={styles.search}>
      <input
        type="search"
        name="title"
        aria-label="Search for a movie"
        placeholder="Search for a movie"
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </form>
  );
}

function Account() {
  const { user } = useSession();
  if (user)
    return (
      <ButtonLink look="plain" to="/account" className={styles.account}>
        {user.username}
      </ButtonLink>
    );
  return (
    <div className={styles.account}>
      <ButtonLink look="plain" to="/login">
        Log in
      </ButtonLink>
      <ButtonLink to="/signup" className={styles.signup}>
        Sign up
      </ButtonLink>
    </div>
  );
}
