import type { ChannelTexts } from '../en/channel.ts';
import { metrics } from './metrics.ts';

/** Japanese. */
export const channel: ChannelTexts = {
  ...metrics,
  channel: {
    firing: {
      offline: { one: '{host} がオフラインになりました', many: '{n} 台がオフラインになりました' },
      rebooted: { one: '{host} が再起動しました', many: '{n} 台が再起動しました' },
      slower: {
        one: '{host}：{function} の所要時間が {percent}% 増えました | {host}：{function} の所要時間が最大 {percent}% 増えました',
        many: '{n} 台で関数が遅くなりました',
      },
      filling: {
        one: '{host}: ディスクは{when}に満杯になる見込み',
        many: '{n} 台のディスクが満杯に近づいています',
      },
      cost: {
        one: '{host}：今月の読み取り費用が {cost} になりました',
        many: '{n} 件のソースで読み取り費用が上限を超えました',
      },
      unusual: {
        one: '{host}: {metric}がいつもと違います（{value}）',
        many: '{n} 台がいつもと違います',
      },
      other: { one: '{host}: アラート「{kind}」', many: '{n} 台: アラート「{kind}」' },
      metric: {
        one: '{host}: {metric} {value}',
        many: '{n} 台: {metric} がしきい値に達しています',
      },
    },
    resolved: {
      offline: { one: '{host} が復帰しました', many: '{n} 台が復帰しました' },
      slower: {
        one: '{host}：関数の速度が元に戻りました',
        many: '{n} 台で関数の速度が元に戻りました',
      },
      filling: {
        one: '{host}: ディスクは当面満杯にならない見込みです',
        many: '{n} 台のディスクは当面満杯にならない見込みです',
      },
      cost: { one: '{host}：今月の費用は上限内です', many: '{n} 件のソースの費用は上限内です' },
      unusual: {
        one: '{host} はいつもの状態に戻りました',
        many: '{n} 台がいつもの状態に戻りました',
      },
      other: {
        one: '{host}: アラート「{kind}」は終了しました',
        many: '{n} 台: アラート「{kind}」は終了しました',
      },
      metric: {
        one: '{host}: {metric} が正常に戻りました',
        many: '{n} 台: {metric} が正常に戻りました',
      },
    },
    reminder: '継続中: {title}',
    acknowledged: '確認済み: {title}',
    at: '{host}: {from}',
    fills: '{host}: {when}に満杯（{from} に検出）',
    slower:
      '{host}：{function} の所要時間が {percent}% 増加、{from} に検出 | {host}：{function} の所要時間が最大 {percent}% 増加、{from} に検出',
    costs: '{host}：今月これまで {cost}（上限 {limit}）、{from} に検出',
    soon: '間もなく',
    fromDays: '早ければ {n} 日後',
    betweenDays: '{days}～{n} 日後',
    noted: '{line}「{note}」',
    since: '{host}: {from} から',
    sinceValue: '{host}: {value}（しきい値 {threshold}）、{from} から',
    unusual: {
      most: '{host}: {metric} {value}（この時間帯は通常 {threshold} 以下）、{from} から',
      least: '{host}: {metric} {value}（この時間帯は通常 {threshold} 以上）、{from} から',
    },
    span: '{host}: {from} ～ {to}',
    more: 'ほか {n} 台',
    test: {
      title: 'Py-Perf Desktop からのテスト',
      text: 'このチャンネルは正常に動作しています。異常はありません。',
    },
  },
};
