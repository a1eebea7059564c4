// What the browser does with a push while no page is open: shows it, tells the portal that it was shown, opens its page when pressed.
self.addEventListener('push', (event) => event.waitUntil(show(event.data.json())));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(new URL(event.notification.data.link, self.location.origin).href));
});

async function show({ title, text, link, tag, receipt }) {
  await self.registration.showNotification(title, { body: text, tag, lang: 'ru', data: { link } });
  // Without this word a code is sent by SMS as well, so that a failure here costs nothing but that.
  await fetch('/api/v1/push-receipts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: receipt }) }).catch(() => {});
}
