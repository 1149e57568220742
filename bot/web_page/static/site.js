"use strict";
// Says that work is under way, and stops a second press. Without this script every page still works.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.dataset.busy || !button || button.hasAttribute("data-download")) return;
  if (button.getAttribute("aria-disabled") === "true") { event.preventDefault(); return; }
  button.setAttribute("aria-disabled", "true");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = form.dataset.busy;
  form.append(said);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-disabled=true]")) button.removeAttribute("aria-disabled");
});
// A live board: the part of the page marked with data-live is fetched again from time to time.
for (const live of document.querySelectorAll("[data-live]")) {
  const every = Number(live.dataset.every || "2") * 1000;
  const again = async () => {
    try {
      const response = await fetch(live.dataset.live, { headers: { "X-Part": "1" }, cache: "no-store" });
      if (response.redirected) {
        live.innerHTML = "<p>You are not signed in any more. Load this page again and sign in. Anything you have typed can still be sent first.</p>";
        return;
      }
      if (response.ok) {
        const html = await response.text();
        if (html !== live.dataset.last) { live.innerHTML = html; live.dataset.last = html; }
      }
    } catch (error) { /* the next try may reach the server again */ }
    window.setTimeout(again, every);
  };
  window.setTimeout(again, every);
}
