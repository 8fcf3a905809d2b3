import type { Page } from 'playwright-core';

/** Read by the page: what is seen there, and what of it a finger can hit. */
const inPage = `
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility === 'visible' && style.opacity !== '0' &&
      !element.closest('[aria-hidden=true] [tabindex="-1"]') && style.clipPath !== 'inset(50%)';
  };
  const named = (element) => element.tagName.toLowerCase() + ' "' +
    (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40) + '"';
  const texts = () => {
    const walker = document.createTreeWalker(document.querySelector('dialog[open]') ?? document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.textContent.trim() !== '' && isSeen(node.parentElement) && !node.parentElement.closest('.sr-only, option')) found.push(node);
    }
    return found;
  };
`;

const run = (page: Page, body: string): Promise<string[]> => page.evaluate(`(() => { ${inPage} ${body} })()`);

/** Texts smaller than 12 px, and fields smaller than 16 px, at which a phone zooms. */
export const smallTexts = (page: Page): Promise<string[]> =>
  run(
    page,
    `const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    const fields = [...document.querySelectorAll('input, textarea')].filter(isSeen).filter((field) => size(field) < 16);
    const small = texts().filter((node) => size(node.parentElement) < 12);
    return [...fields.map(named), ...small.map((node) => named(node.parentElement))];`,
  );

/** Targets in view that are under 44 × 44 px and nearer to another than WCAG 2.5.8 allows. Links in a text are exempt. */
export const crampedTargets = (page: Page): Promise<string[]> =>
  run(
    page,
    `const top = document.querySelector('dialog[open]') ?? document;
    const wanted = 'a[href], button:not(:disabled), input, select, textarea, summary, [role=option], [role=menuitem]';
    const isInline = (element) => element.tagName === 'A' && getComputedStyle(element).display === 'inline';
    const boxes = [...top.querySelectorAll(wanted)].filter((element) => isSeen(element) && !isInline(element))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > 0 && box.top < innerHeight)
      .filter(({ element, box }) => {
        const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return hit !== null && (element.contains(hit) || hit.contains(element));
      });
    const centre = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
    const distance = ([x, y], box) => Math.hypot(
      Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    const isSmall = ({ width, height }) => width < 43.5 || height < 43.5;
    return boxes.filter(({ box }) => isSmall(box)).filter(({ element, box }) => boxes.some((other) => {
      if (other.element === element || other.element.contains(element) || element.contains(other.element)) return false;
      const [x, y] = centre(box);
      const [otherX, otherY] = centre(other.box);
      const isTiny = Math.min(other.box.width, other.box.height) < 24;
      return distance([x, y], other.box) < 12 || (isTiny && Math.hypot(x - otherX, y - otherY) < 24);
    })).map(({ element, box }) => named(element) + ' ' + Math.round(box.width) + '×' + Math.round(box.height));`,
  );

/** Targets in view under 24 × 24 px, however far from others. */
export const tinyTargets = (page: Page): Promise<string[]> =>
  run(
    page,
    `const top = document.querySelector('dialog[open]') ?? document;
    return [...top.querySelectorAll('button:not(:disabled), input, select, textarea, summary')].filter(isSeen)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 23.5 || box.height < 23.5)
      .map(({ element, box }) => named(element) + ' ' + Math.round(box.width) + '×' + Math.round(box.height));`,
  );

/** What does not fit the width of the page: the page itself, or texts that are cut off. */
export const cutOff = (page: Page): Promise<string[]> =>
  run(
    page,
    `const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is ' + document.documentElement.scrollWidth + ' px wide'] : [];
    const scrolls = (element) => element !== null && (
      /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth ||
      scrolls(element.parentElement));
    const cut = texts().filter((node) => {
      if (scrolls(node.parentElement)) return false;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.right > innerWidth + 1 || box.left < -1) return true;
      for (let at = node.parentElement; at !== null; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        const edge = at.getBoundingClientRect();
        if (/hidden|clip/.test(overflowX) && box.right > edge.right + 1) return true;
      }
      return false;
    });
    return [...wide, ...cut.map((node) => 'cut off: ' + node.textContent.trim().slice(0, 40))];`,
  );

/** What moves although less motion is wanted. */
export const moving = (page: Page): Promise<string[]> =>
  run(
    page,
    `return [...document.querySelectorAll('*')].filter((element) => {
      const { transitionProperty, transitionDuration, animationName } = getComputedStyle(element);
      return animationName !== 'none' || transitionProperty !== 'none' && !/^0s(, 0s)*$/.test(transitionDuration);
    }).map(named);`,
  );
