"""Every end of every control: the figure there is readable, with boxes measured as the browser has drawn them."""

import pytest

from peerkit import content

DASHBOARDS = [page for page in content.pages() if page.kind == "dashboard" and page.step != "Any model"]

MEASURE = """
() => {
  const problems = [];
  for (const drawing of document.querySelectorAll(".pk-drawing")) {
    const whole = drawing.getBoundingClientRect();
    if (!whole.width) continue;
    const words = [...drawing.querySelectorAll(".scatterlayer .textpoint text, .annotation-text-g")]
      .filter((word) => word.textContent.trim())
      .map((word) => ({ text: word.textContent.trim(), box: word.getBoundingClientRect(), free: word.matches(".textpoint *") }));
    const area = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left))
      * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
    words.forEach(({ text, box }, i) => {
      const inside = area(box, whole) / (box.width * box.height || 1);
      if (inside < 0.97) problems.push(`“${text}” leaves the picture (${Math.round(100 * inside)} % inside)`);
      for (const other of words.slice(i + 1)) {
        const share = area(box, other.box) / Math.min(box.width * box.height, other.box.width * other.box.height);
        if (share > 0.08) problems.push(`“${text}” and “${other.text}” overlap by ${Math.round(100 * share)} %`);
      }
    });
    // On a phone a word has no room to go round every drop line.
    const thin = innerWidth < 1000 ? [] : [...drawing.querySelectorAll(".scatterlayer path.js-line")]
      .filter((path) => parseFloat(getComputedStyle(path).strokeWidth) < 2 && path.getTotalLength());
    for (const { text, box } of words.filter(({ free }) => free)) {
      const inside = (p) => p.x > box.left + 2 && p.x < box.right - 2 && p.y > box.top + 3 && p.y < box.bottom - 3;
      const crosses = (path) => {
        const [matrix, length] = [path.getScreenCTM(), path.getTotalLength()];
        for (let at = 0; at <= length; at += 2) if (inside(path.getPointAtLength(at).matrixTransform(matrix))) return true;
        return false;
      };
      if (thin.some(crosses)) problems.push(`“${text}” is crossed by a drop line`);
    }
    for (const letter of ["x", "y"]) {
      const numbers = drawing.querySelectorAll(`.${letter}tick text`).length;
      if (words.length && numbers < 2) problems.push(`an axis ${letter} with ${numbers} numbers`);
    }
    const shown = drawing.querySelectorAll(".scatterlayer .trace path, .heatmaplayer image, .barlayer path, .contourlayer path").length;
    if (!shown && !words.length) problems.push("an empty frame that says nothing");
  }
  return problems;
}
"""
NO_ROOM = {
    "coupon_collector": "pieces done",
    "recombination": "limit reached",
    "capture": "contributors",
    "network_adoption": "stays",
}
"""Words that a drop line crosses at one end of a control, because every other place belongs to something else."""
ANSWERED = """
() => new Promise((resolve) => {
  const still = () => document.querySelector(".pk-panel[aria-busy]") ? requestAnimationFrame(still)
    : requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  requestAnimationFrame(still);
})
"""


@pytest.mark.parametrize("page", DASHBOARDS, ids=[page.address for page in DASHBOARDS])
@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
def test_words_are_readable_at_every_end_of_every_control(regular, page, width):
    shown = regular.turn_to(page.address)
    shown.set_viewport_size({"width": width, "height": 800})
    shown.wait_for_function(f"() => innerWidth === {width}")
    shown.evaluate(ANSWERED)
    problems = {"at the start": shown.evaluate(MEASURE)}
    sliders = shown.locator(".pk-explorer .pk-controls input[type=range]:visible")
    for number in range(sliders.count()):
        slider = sliders.nth(number)
        before = slider.input_value()
        for key in ("Home", "End"):
            slider.press(key)
            shown.evaluate(ANSWERED)
            problems[f"{slider.get_attribute('id').split('-')[1]} {key}"] = shown.evaluate(MEASURE)
        slider.fill(before)
        shown.evaluate(ANSWERED)
    known = NO_ROOM.get(page.address, " ")
    left = {
        where: [each for each in what if not ("drop line" in each and each.startswith(f"“{known}"))]
        for where, what in problems.items()
    }
    assert {where: what for where, what in left.items() if what} == {}
