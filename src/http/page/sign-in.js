const status = document.querySelector('#status');
const form = document.querySelector('#form');

async function send(path, body) {
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { ok: reply.ok, answer: await reply.json() };
}

function say({ ok, answer }) {
  form.hidden = ok;
  status.textContent = ok ? `Signed in as ${answer.person.name}.` : `${answer.detail} ${answer.next}`;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(form));
  say(await send('/api/session', { email, password }));
});

// The secret of a one-time link stands in the fragment, which no server or proxy log ever sees.
const secret = location.hash.slice(1);
if (secret !== '') {
  history.replaceState(null, '', location.pathname);
  say(await send('/api/session/link', { secret }));
}
