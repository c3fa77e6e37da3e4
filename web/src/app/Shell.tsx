import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigate } from 'react-router';
import { clearRequestLog } from '../api/requestLog';
import { useSession, useSessionEnd } from '../api/session';
import { ButtonLink } from '../ui/Button';
import { ConnectionBanner } from './ConnectionBanner';
import { endSession } from './queries';
import { ShowRequest } from './ShowRequest';
import { ThemeSwitch } from './ThemeSwitch';
import styles from './Shell.module.css';

/** What every screen has around it. */
export function Shell() {
  const main = useFocusOnNewScreen();
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
        <Outlet />
      </main>
      <footer className={styles.footer}>
        <ShowRequest />
        <ThemeSwitch />
        <nav aria-label="For developers" className={styles.developers}>
          <a href="/docs">API docs</a>
          <a href="/redoc">ReDoc</a>
          <a href="/openapi.json">OpenAPI</a>
        </nav>
      </footer>
      <ScrollRestoration />
    </>
  );
}

/** Another screen: keyboard and screen reader begin at its top, and its requests begin anew. */
function useFocusOnNewScreen() {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    clearRequestLog();
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
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
