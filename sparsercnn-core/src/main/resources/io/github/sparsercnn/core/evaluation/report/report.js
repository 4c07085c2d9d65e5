"use strict";
// The page is whole without this script; it sorts tables and unfolds what is folded before printing.
// It holds neither the sign "less than" nor an ampersand, so that the page is well-formed XML.
(function () {
  const number = (row, column) => Number(row.cells[column].dataset.sort);
  const words = (row, column) => row.cells[column].textContent.trim();

  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = Array.from(table.tHead.rows[0].cells);
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        const isNumber = head.classList.contains("number");
        const rows = Array.from(body.rows);
        rows.sort((a, b) => sign * (isNumber
          ? number(a, column) - number(b, column)
          : words(a, column).localeCompare(words(b, column), "en", {numeric: true})));
        body.append(...rows);
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
      });
    });
  }

  for (const hint of document.querySelectorAll(".script-only")) {
    hint.hidden = false;
  }

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = Array.from(document.querySelectorAll("details:not([open])"));
    unfolded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    unfolded.forEach((details) => { details.open = false; });
  });
})();
