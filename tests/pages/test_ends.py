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
      .map((word) => ({ text: word.textContent.trim(), box: word.getBoundingClientRect() }));
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
    const shown = drawing.querySelectorAll(".scatterlayer .trace path, .heatmaplayer image, .barlayer path, .contourlayer path").length;
    if (!shown && !words.length) problems.push("an empty frame that says nothing");
  }
  return problems;
}
"""
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
    assert {where: what for where, what in problems.items() if what} == {}
