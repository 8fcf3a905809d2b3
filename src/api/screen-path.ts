/** The addresses of the cockpit's screens. The server answers each with the cockpit, which shows the screen. */
export const screenPath = {
  board: '/',
  room: '/incidents/$number',
  update: '/incidents/$number/update',
  brief: '/brief/$number',
  linkedBrief: '/brief',
  channels: '/channels',
  alerts: '/alerts',
  catalog: '/catalog',
  statusPages: '/status-pages',
  statusPage: '/status-pages/$page',
  statusPagePublish: '/status-pages/$page/publish',
  statusPageEdit: '/status-pages/$page/edit',
  setUp: '/set-up',
  signIn: '/sign-in',
} as const;
