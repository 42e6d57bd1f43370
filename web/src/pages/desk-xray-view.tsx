import { Button } from 'antd';
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { useLanguage } from '../app/language.tsx';
import { type Look, MOST, useLook } from './desk-xray-asked.ts';

const filterOf = ({ invert, brightness, contrast }: Look): string =>
  `invert(${invert}) brightness(${brightness}%) contrast(${contrast}%)`;

type Place = { readonly x: number; readonly y: number };
const MIDDLE: Place = { x: 0.5, y: 0.5 };

/**
 * One X-ray image to be looked into: larger by the buttons, by a click where one looks, or by + and
 * - on the image, moved by the arrows or a finger; lighter, darker, with contrast, inverted.
 */
export function XrayView({
  place,
  address,
  alt,
  extent: { width, height },
}: {
  /** Among the images of the page, from 0. */
  readonly place: number;
  readonly address: string;
  readonly alt: string;
  readonly extent: { readonly width: number; readonly height: number };
}) {
  const { say } = useLanguage();
  const { look, change } = useLook(place);
  const { zoom } = look;
  const [isBroken, setBroken] = useState(false);
  const { view, zoomTo } = useZoom(zoom, (next) => change({ zoom: next }));
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoomTo(zoom * 2),
    '=': () => zoomTo(zoom * 2),
    '-': () => zoomTo(zoom / 2),
    '0': () => zoomTo(1),
    i: () => change({ invert: 1 - look.invert }),
  };
  const onKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    // The browser's own zoom stays the browser's.
    if (!ctrlKey && !metaKey && !altKey) keys[key.toLowerCase()]?.();
  };
  if (isBroken) return <p role="alert">{say('xray.broken')}</p>;
  return (
    <>
      <Tools {...{ zoomTo, look, change, address }} />
      <div className="xray" ref={view} style={{ aspectRatio: `${width} / ${height}` }}>
        <button
          type="button"
          aria-keyshortcuts="+ - 0 I"
          style={{ inlineSize: `${zoom * 100}%`, blockSize: `${zoom * 100}%` }}
          onKeyDown={onKey}
          onClick={(event) => zoomTo(zoom >= MOST ? 1 : zoom * 2, placeOf(event))}
        >
          <img
            src={address}
            alt={alt}
            style={{ filter: filterOf(look) }}
            onError={() => setBroken(true)}
          />
        </button>
      </div>
    </>
  );
}

/** Where the mouse is on what it clicked; the middle for a key. */
function placeOf({ detail, clientX, clientY, currentTarget }: MouseEvent): Place {
  if (detail === 0) return MIDDLE;
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

/** How large it is, and which place of it stays in the middle when that changes. */
function useZoom(zoom: number, set: (zoom: number) => void) {
  const view = useRef<HTMLDivElement>(null);
  const place = useRef(MIDDLE);
  useLayoutEffect(() => {
    const { current } = view;
    if (current === null || zoom === 1) return;
    current.scrollLeft = place.current.x * current.scrollWidth - current.clientWidth / 2;
    current.scrollTop = place.current.y * current.scrollHeight - current.clientHeight / 2;
  }, [zoom]);
  const zoomTo = (next: number, at = middleOf(view.current)) => {
    place.current = at;
    set(Math.min(MOST, Math.max(1, next)));
  };
  return { view, zoomTo };
}

function middleOf(view: HTMLDivElement | null): Place {
  if (view === null) return MIDDLE;
  const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = view;
  return {
    x: (scrollLeft + clientWidth / 2) / scrollWidth,
    y: (scrollTop + clientHeight / 2) / scrollHeight,
  };
}

type ToolsOf = {
  readonly zoomTo: (zoom: number) => void;
  readonly look: Look;
  readonly change: (changes: Partial<Look>) => void;
  readonly address: string;
};

function Tools({ zoomTo, look, change, address }: ToolsOf) {
  const { say } = useLanguage();
  const { zoom, invert } = look;
  return (
    <div className="xray-tools" role="toolbar" aria-label={say('xray.tools')}>
      <Button size="small" onClick={() => zoomTo(zoom / 2)}>
        {say('xray.smaller')}
      </Button>
      <Button size="small" onClick={() => zoomTo(zoom * 2)}>
        {say('xray.larger')}
      </Button>
      <span className="no" role="status">
        {zoom}×
      </span>
      <Button
        size="small"
        aria-pressed={invert === 1}
        onClick={() => change({ invert: 1 - invert })}
      >
        {say('xray.invert')}
      </Button>
      {(['brightness', 'contrast'] as const).map((name) => (
        <label key={name}>
          {say(`xray.${name}`)}
          <input
            type="range"
            {...{ min: 50, max: 300, step: 10, value: look[name] }}
            aria-valuetext={`${look[name]} %`}
            onChange={({ target }) => change({ [name]: Number(target.value) })}
          />
        </label>
      ))}
      <a href={address} target="_blank" rel="noreferrer">
        {say('xray.alone')}
      </a>
    </div>
  );
}
