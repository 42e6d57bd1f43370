import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../app/language.tsx';
import { Barred } from '../ui/barred.tsx';

/** What some browsers have and no library of types knows. */
type Detector = { detect(source: HTMLVideoElement): Promise<readonly { rawValue: string }[]> };
type WithDetector = { readonly BarcodeDetector?: new () => Detector };

/** Between two looks at the picture, in milliseconds. */
const LOOK = 250;

/** Reads codes with the camera of a phone, where its browser can; else says why not. */
export function Camera({ onCode }: { readonly onCode: (code: string) => void }) {
  const { say } = useLanguage();
  const [isOn, turn] = useState(false);
  const [isRefused, refuse] = useState(false);
  const Detects = (globalThis as WithDetector).BarcodeDetector;
  if (Detects === undefined || navigator.mediaDevices === undefined) {
    return <Barred why={say('count.camera.none')}>{say('count.camera')}</Barred>;
  }
  return (
    <>
      <Button size="large" onClick={() => turn(!isOn)}>
        {say(isOn ? 'count.camera.off' : 'count.camera')}
      </Button>
      {isRefused && <p role="alert">{say('count.camera.refused')}</p>}
      {isOn && (
        <Picture
          detector={Detects}
          onCode={(code) => {
            turn(false);
            onCode(code);
          }}
          onRefused={() => {
            turn(false);
            refuse(true);
          }}
        />
      )}
    </>
  );
}

function Picture({
  detector,
  onCode,
  onRefused,
}: {
  readonly detector: new () => Detector;
  readonly onCode: (code: string) => void;
  readonly onRefused: () => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef({ onCode, onRefused });
  told.current = { onCode, onRefused };
  useEffect(() => {
    const reads = new detector();
    let isOver = false;
    let stream: MediaStream | null = null;
    const timer = setInterval(async () => {
      const picture = video.current;
      if (stream === null || picture === null) return;
      const [code] = await reads.detect(picture).catch(() => []);
      if (code === undefined || isOver) return;
      isOver = true;
      told.current.onCode(code.rawValue);
    }, LOOK);
    const asked = { video: { facingMode: 'environment' } };
    navigator.mediaDevices.getUserMedia(asked).then(
      (got) => {
        stream = got;
        if (isOver) for (const track of got.getTracks()) track.stop();
        else if (video.current !== null) video.current.srcObject = got;
      },
      () => told.current.onRefused(),
    );
    return () => {
      isOver = true;
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [detector]);
  return <video className="camera" ref={video} autoPlay muted playsInline />;
}
