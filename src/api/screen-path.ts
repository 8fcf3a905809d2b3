/** The addresses of the cockpit's screens. The server answers each with the cockpit, which shows the screen. */
export const screenPath = {
  board: '/',
  room: '/incidents/$number',
  alerts: '/alerts',
  catalog: '/catalog',
  setUp: '/set-up',
  signIn: '/sign-in',
} as const;
