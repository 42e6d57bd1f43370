import { Button } from 'antd';
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { useLanguage } from '../app/language.tsx';

const MOST = 8;

/** How an image is shown; percent. */
type Light = {
  readonly isInverted: boolean;
  readonly brightness: number;
  readonly contrast: number;
};
const AS_IT_CAME: Light = { isInverted: false, brightness: 100, contrast: 100 };

const filterOf = ({ isInverted, brightness, contrast }: Light): string =>
  `invert(${isInverted ? 1 : 0}) brightness(${brightness}%) contrast(${contrast}%)`;

type Place = { readonly x: number; readonly y: number };
const MIDDLE: Place = { x: 0.5, y: 0.5 };

/**
 * One X-ray image to be looked into: larger by the buttons, by a click where one looks, or by + and
 * - on the image, moved by the arrows or a finger; lighter, darker, with contrast, inverted.
 */
export function XrayView({
  address,
  alt,
  extent: { width, height },
}: {
  readonly address: string;
  readonly alt: string;
  readonly extent: { readonly width: number; readonly height: number };
}) {
  const { say } = useLanguage();
  const [light, setLight] = useState(AS_IT_CAME);
  const [isBroken, setBroken] = useState(false);
  const { view, zoom, zoomTo } = useZoom();
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoomTo(zoom * 2),
    '=': () => zoomTo(zoom * 2),
    '-': () => zoomTo(zoom / 2),
    '0': () => zoomTo(1),
    i: () => setLight({ ...light, isInverted: !light.isInverted }),
  };
  const onKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    // The browser's own zoom stays the browser's.
    if (!ctrlKey && !metaKey && !altKey) keys[key.toLowerCase()]?.();
  };
  if (isBroken) return <p role="alert">{say('xray.broken')}</p>;
  return (
    <>
      <Tools {...{ zoom, zoomTo, light, setLight, address }} />
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
            style={{ filter: filterOf(light) }}
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
function useZoom() {
  const view = useRef<HTMLDivElement>(null);
  const place = useRef(MIDDLE);
  const [zoom, setZoom] = useState(1);
  useLayoutEffect(() => {
    const { current } = view;
    if (current === null || zoom === 1) return;
    current.scrollLeft = place.current.x * current.scrollWidth - current.clientWidth / 2;
    current.scrollTop = place.current.y * current.scrollHeight - current.clientHeight / 2;
  }, [zoom]);
  const zoomTo = (next: number, at = middleOf(view.current)) => {
    place.current = at;
    setZoom(Math.min(MOST, Math.max(1, next)));
  };
  return { view, zoom, zoomTo };
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
  readonly zoom: number;
  readonly zoomTo: (zoom: number) => void;
  readonly light: Light;
  readonly setLight: (light: Light) => void;
  readonly address: string;
};

function Tools({ zoom, zoomTo, light, setLight, address }: ToolsOf) {
  const { say } = useLanguage();
  const { isInverted } = light;
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
        aria-pressed={isInverted}
        onClick={() => setLight({ ...light, isInverted: !isInverted })}
      >
        {say('xray.invert')}
      </Button>
      {(['brightness', 'contrast'] as const).map((name) => (
        <label key={name}>
          {say(`xray.${name}`)}
          <input
            type="range"
            {...{ min: 50, max: 300, step: 10, value: light[name] }}
            aria-valuetext={`${light[name]} %`}
            onChange={({ target }) => setLight({ ...light, [name]: Number(target.value) })}
          />
        </label>
      ))}
      <a href={address} target="_blank" rel="noreferrer">
        {say('xray.alone')}
      </a>
    </div>
  );
}
