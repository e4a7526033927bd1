// Chooses the reader's language, and remembers it when it is changed. The page works without this.
(() => {
  const key = "hosting-cts-language";
  const inputs = [...document.querySelectorAll("[name=language]")];
  let wanted = null;
  try { wanted = localStorage.getItem(key); } catch { /* A file may have no storage. */ }
  wanted ||= (navigator.languages || [navigator.language]).map((tag) => String(tag).slice(0, 2))
    .find((tag) => inputs.some((input) => input.value === tag));
  for (const input of inputs) {
    if (input.value === wanted) input.checked = true;
    input.addEventListener("change", () => { try { localStorage.setItem(key, input.value); } catch { /* Not kept. */ } });
  }
  // Whoever follows a link finds what it leads to unfolded.
  const unfold = () => {
    let element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (; element; element = element.parentElement) if (element.tagName === "DETAILS") element.open = true;
  };
  addEventListener("hashchange", unfold);
  addEventListener("DOMContentLoaded", unfold);
})();
