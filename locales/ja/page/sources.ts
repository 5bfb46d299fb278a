import type { sources as En } from '../../en/page/sources.ts';

/** Texts of sources and of the form that edits one. */
export const sources: typeof En = {
  source: {
    retry: '再試行',
    editShort: 'ソースを編集',
    confirmText:
      'このアプリからホストが消え、保存したアクセスキーは完全に削除されます。AWS 側は何も変わりません。',
    confirmTitle: 'ソース {name} を削除しますか？',
    removed: 'ソース {name}（{n} 台）を削除しました',
    unconfigured: '未接続',
    waiting: '最初の同期を待っています',
    synced: '{ago}に同期',
    problemSince: '{problem}、{time} に同期',
    nothingYet: 'まだ何も同期されていません。',
    showingUpTo: '{time} までのデータを表示しています。',
    problem: {
      network: 'オフライン',
      timeout: '応答なし',
      throttled: '制限中、再試行します',
      'access-denied': 'アクセス拒否',
      'no-credentials': '認証情報なし',
      'sign-in-needed': 'サインインが必要',
      'mfa-needed': 'コードが必要',
      'credentials-rejected': '認証情報が無効',
      'table-missing': 'テーブルなし',
      other: '異常',
    },
    add: 'ソースを追加',
    newName: '別のアカウント',
    edit: '{name} を編集',
    remove: '{name} を削除',
    more: 'ロール、エンドポイント、テーブル名',
    unknownRegion:
      'このバージョンが知る AWS リージョンではありません。新しいリージョンでなければ、つづりを確認してください。',
    standardChain: 'AWS の標準設定',
    profile: 'プロファイル {profile}',
    mode: { auto: '自動', on: 'オン', off: 'オフ' },
    plainHttp:
      '別のコンピューターへの http:// を許可する（経路上の第三者が内容を読み取り、変更できます）',
    inTheClear: '暗号化なし（http）',
    field: {
      name: '名前',
      profile: 'プロファイル',
      region: 'リージョン',
      endpoint: 'エンドポイント',
    },
    help: {
      profile: 'このコンピューターの共有 AWS 設定から。',
      region: '空欄ならプロファイルか環境の設定に従います。',
      endpoint: 'DynamoDB Local や専用エンドポイントの場合のみ。',
    },
    role: { arn: 'ロールの ARN', externalId: '外部 ID', sessionName: 'セッション名' },
    roleHelp: {
      arn: '上の認証情報で引き受けます。空欄ならロールなし。',
      externalId: 'ロールの所有者が求める場合。',
      sessionName: 'CloudTrail に表示されます。空欄なら py-perf-desktop。',
    },
    table: {
      system: '測定値テーブル（v2）',
      legacy: '旧テーブル',
      registry: 'レジストリテーブル',
      functions: '関数の実行',
    },
  },
  signIn: {
    browser: {
      action: 'サインイン',
      title: 'AWS にサインイン',
      text: 'プロファイル {profile}。ブラウザーでページが開きます。同じコードが表示されていることを確認して承認してください。',
      opening: 'AWS にコードを要求しています',
      waiting: '承認を待っています',
      reopen: 'ページをもう一度開く',
      again: '再試行',
    },
    command: {
      label: 'コマンド',
      text: 'プロファイル {profile}。このセッションは AWS CLI でのみ開始できます。ターミナルで次のコマンドを実行してください。',
      waiting: '新しいセッションを待っています',
    },
    device: {
      action: 'コードを入力',
      title: 'MFA デバイスのコード',
      text: 'AWS はセッションごとに一度、多要素認証のコードを求めます。',
      code: 'コード',
      help: 'デバイスに現在表示されている 6 桁の数字。',
      problem: '6 桁の数字を入力してください。',
      enter: '続ける',
    },
  },
  firstRun: {
    title: 'まだ何も監視していません',
    lead: 'このコンピューター、DynamoDB のホスト群、またはその両方から始められます。',
    collect: {
      title: 'このコンピューターを収集する',
      text: 'CPU とメモリを毎分測定し、このコンピューターに保存します。アカウントもネットワークも不要です。',
      action: 'このコンピューターを収集する',
    },
    connect: {
      title: 'AWS に接続する',
      text: 'py-perf のコレクターがご自身のアカウントの DynamoDB テーブルに書き込んだホストを表示します。',
      action: 'AWS に接続する',
    },
    foot: 'どちらも設定でいつでも変更できます。',
  },
  empty: {
    connection: 'AWS への接続',
    tablesMissing: 'テーブルはまだありません。許可があればコレクターが作成します。',
    collecting: {
      title: '最初の測定中です',
      text: 'このコンピューターは1分以内にここに表示されます。',
    },
    failing: {
      title: 'ホストはまだ見つかっていません',
      text: 'テーブルを読み込めませんでした。原因は上に示しています。',
    },
    waiting: {
      title: 'ホスト群を読み込んでいます',
      text: '最初の同期中です。見つかったホストからここに表示されます。',
    },
    noHosts: {
      title: 'テーブルにホストがありません',
      text: '読み込みはできています。コレクターが書き込むと、ここに表示されます。',
    },
  },
  connect: {
    title: 'AWS に接続する',
    editTitle: 'ソース',
    description: 'アカウントの py-perf テーブルを読みます。',
    test: '接続を確認',
    testing: '確認中',
    save: '接続',
    works:
      'テーブルを読めます。 | テーブルを読めます：ホスト {n} 台。 | テーブルを読めます：ホスト {n} 台。',
    missing: '一部はまだありません。',
  },
};
