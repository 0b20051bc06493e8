// Shows new messages by themselves: asks while somebody looks, and draws the page again where there are more.
const list = document.querySelector(".messages");

setInterval(async () => {
  if (document.hidden) return;
  try {
    const messages = await (await fetch("/inbox.json")).json();
    if (messages.length !== Number(list.dataset.count)) location.reload();
  } catch {
    // The stage is gone, or comes back: the next time will tell.
  }
}, 2000);
