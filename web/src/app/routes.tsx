import { createBrowserRouter } from 'react-router';
import { Discover } from '../pages/Discover';
import { Landing } from '../pages/Landing';
import { NotFound } from '../pages/NotFound';
import { ScreenError } from './ScreenError';
import { Shell } from './Shell';

/** First segments differ from the API's, so that an address is a screen or an answer, never both. */
export const router = createBrowserRouter([
  {
    Component: Shell,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: ScreenError,
        children: [
          { path: '/', Component: Landing },
          { path: '/discover', Component: Discover },
          {
            path: '/browse',
            lazy: async () => ({ Component: (await import('../pages/Browse')).Browse }),
          },
          {
            path: '/film/:movieId',
            lazy: async () => ({ Component: (await import('../pages/Film')).Film }),
          },
          {
            path: '/rated',
            lazy: async () => ({ Component: (await import('../pages/Rated')).Rated }),
          },
          {
            path: '/login',
            lazy: async () => ({ Component: (await import('../account/LogIn')).LogIn }),
          },
          {
            path: '/signup',
            lazy: async () => ({
              Component: (await import('../account/SignUp')).SignUp,
            }),
          },
          {
            path: '/account',
            lazy: async () => ({
              Component: (await import('../account/Account')).Account,
            }),
          },
          {
            path: '/manage',
            lazy: async () => ({ Component: (await import('../admin/Manage')).Manage }),
            children: [
              {
                index: true,
                lazy: async () => ({ Component: (await import('../admin/Overview')).Overview }),
              },
              {
                path: 'models',
                lazy: async () => ({ Component: (await import('../admin/Models')).Models }),
              },
              {
                path: 'training',
                lazy: async () => ({ Component: (await import('../admin/Training')).Training }),
              },
              {
                path: 'movies',
                lazy: async () => ({ Component: (await import('../admin/Movies')).Movies }),
              },
              {
                path: 'users',
                lazy: async () => ({ Component: (await import('../admin/Users')).Users }),
              },
            ],
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
]);
