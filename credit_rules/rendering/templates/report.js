(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const views = all(".view");
  let tab = "report", only = false;

  // A bidder's page stands below the table on paper, and in its row on the screen.
  const pageOf = (button) => document.getElementById(button.getAttribute("aria-controls"));
  const close = (button) => {
    const page = pageOf(button), row = button.closest("tr").nextElementSibling;
    button.setAttribute("aria-expanded", "false");
    if (page.parentElement.closest("tr.opened")) {
      button.closest(".view").querySelector(".pages").append(page);
      row.remove();
    }
    page.hidden = true;
  };
  const open = (button) => {
    const page = pageOf(button), here = button.closest("tr");
    const row = document.createElement("tr"), cell = document.createElement("td");
    row.className = "opened";
    cell.colSpan = here.cells.length;
    cell.append(page);
    row.append(cell);
    here.after(row);
    page.hidden = false;
    button.setAttribute("aria-expanded", "true");
  };
  const toggle = (place) => {
    for (const button of all(`button.open[data-place="${place}"]`)) {
      (button.getAttribute("aria-expanded") === "true" ? close : open)(button);
    }
  };

  const order = (key) => {
    for (const body of all("tbody.bidders")) {
      const rows = all(":scope > tr.bidder", body);
      rows.sort((a, b) => a.dataset[key] - b.dataset[key] || a.dataset.place - b.dataset.place);
      for (const row of rows) {
        const opened = row.nextElementSibling;
        body.append(row);
        if (opened && opened.classList.contains("opened")) body.append(opened);
      }
    }
  };
  const filter = () => {
    for (const row of all("tr.bidder")) {
      row.hidden = only && row.dataset.outcome === "ordinary" && !row.querySelector("button.open");
    }
    for (const box of all("input.only")) box.checked = only;
  };

  const show = (name, focus) => {
    tab = name;
    root.dataset.tab = name;
    for (const one of all("[role=tab]")) {
      const chosen = one.dataset.tab === name;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      if (chosen && focus && !one.closest(".view").hidden) one.focus();
    }
    for (const panel of all("[role=tabpanel]")) panel.hidden = panel.dataset.tab !== name;
  };
  const speak = (code) => {
    for (const view of views) view.hidden = view.dataset.code !== code;
    const chosen = views.find((view) => !view.hidden);
    root.lang = chosen.lang;
    document.title = chosen.dataset.title;
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("button.open");
    if (button) return toggle(button.dataset.place);
    const shown = target.closest("[role=tab]");
    if (shown) return show(shown.dataset.tab);
    const language = target.closest("button.language");
    if (language) {
      speak(language.dataset.code);
      views.find((view) => !view.hidden).querySelector("button.language").focus();
      return;
    }
    if (target.closest("button.print")) return window.print();
    const link = target.closest("a.to-bidder");
    if (link) {
      event.preventDefault();
      show("report");
      const found = link.closest(".view").querySelector(`button.open[data-place="${link.dataset.place}"]`);
      if (found) {
        if (found.getAttribute("aria-expanded") !== "true") toggle(link.dataset.place);
        found.focus();
        found.scrollIntoView({ block: "center" });
      }
      return;
    }
    const row = target.closest("tr.bidder");
    if (row && !target.closest("a, button, input") && !String(window.getSelection())) {
      const own = row.querySelector("button.open");
      if (own) toggle(own.dataset.place);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input.only")) {
      only = event.target.checked;
      filter();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches || !event.target.matches("[role=tab]")) return;
    const names = ["report", "measures"], at = names.indexOf(tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(names[(to + names.length) % names.length], true);
  });

  // Paper has every bidder in the order of the sheet, and every page.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all('button.open[aria-expanded="true"]');
    opened.forEach(close);
    for (const page of all(".pages > .page")) page.hidden = false;
    for (const row of all("tr.bidder")) row.hidden = false;
    order("place");
  });
  window.addEventListener("afterprint", () => {
    for (const page of all(".pages > .page")) page.hidden = true;
    order("weight");
    opened.forEach(open);
    filter();
  });

  for (const page of all(".pages > .page")) page.hidden = true;
  order("weight");
  show(tab);
})();
