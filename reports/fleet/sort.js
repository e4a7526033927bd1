// Sorts a table by the column whose heading is pressed, and back. The page works without this.
(() => {
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const upwards = heading.getAttribute("aria-sort") !== "ascending";
        const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
        const order = (left, right) => {
          const numbers = [Number(key(left)), Number(key(right))];
          return numbers.some(Number.isNaN) ? key(left).localeCompare(key(right)) : numbers[0] - numbers[1];
        };
        const rows = [...body.rows].sort((left, right) => (upwards ? order(left, right) : order(right, left)));
        for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", upwards ? "ascending" : "descending");
        body.append(...rows);
      });
    });
  }
})();
