import { Route, Routes } from 'react-router';
import { Discover } from '../pages/Discover';
import { Landing } from '../pages/Landing';
import { NotFound } from '../pages/NotFound';
import { lazyScreen } from './lazyScreen';
import { Shell } from './Shell';

const Browse = lazyScreen(async () => (await import('../pages/Browse')).Browse);
const Film = lazyScreen(async () => (await import('../pages/Film')).Film);
const Rated = lazyScreen(async () => (await import('../pages/Rated')).Rated);
const LogIn = lazyScreen(async () => (await import('../account/LogIn')).LogIn);
const SignUp = lazyScreen(async () => (await import('../account/SignUp')).SignUp);
const Account = lazyScreen(async () => (await import('../account/Account')).Account);
const Manage = lazyScreen(async () => (await import('../admin/Manage')).Manage);
const Overview = lazyScreen(async () => (await import('../admin/Overview')).Overview);
const Models = lazyScreen(async () => (await import('../admin/Models')).Models);
const Training = lazyScreen(async () => (await import('../admin/Training')).Training);
const Movies = lazyScreen(async () => (await import('../admin/Movies')).Movies);
const Users = lazyScreen(async () => (await import('../admin/Users')).Users);

/** First segments differ from the API's, so that an address is a screen or an answer, never both. */
export function Screens() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/" element={<Landing />} />
        <Route path="/discover" element={<Discover />} />
        <Route path="/browse" element={<Browse />} />
        <Route path="/film/:movieId" element={<Film />} />
        <Route path="/rated" element={<Rated />} />
        <Route path="/login" element={<LogIn />} />
        <Route path="/signup" element={<SignUp />} />
        <Route path="/account" element={<Account />} />
        <Route path="/manage" element={<Manage />}>
          <Route index element={<Overview />} />
          <Route path="models" element={<Models />} />
          <Route path="training" element={<Training />} />
          <Route path="movies" element={<Movies />} />
          <Route path="users" element={<Users />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
