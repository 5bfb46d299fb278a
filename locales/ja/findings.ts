import type { FindingTexts } from '../texts.ts';

/** Texts of the findings of `doctor`. */
export const findings: FindingTexts = {
  finding: {
    'credentials-identity': '認証情報があります：{arn}',
    'credentials-key': '認証情報があります：アクセスキー …{end}',
    region: 'リージョン：{region}',
    endpoint: 'リージョン：{region}、エンドポイント：{endpoint}',
    proxy: 'リクエストはプロキシ {proxy} を経由します。',
    'table-readable': 'テーブル {table} は読み取れます。',
    'legacy-missing': 'テーブル {table} はありません。旧形式で書き込むコンピューターはありません。',
    'functions-missing':
      'テーブル {table} はありません。py-perf ライブラリの実行結果をアップロードするプログラムはありません。',
    'functions-denied':
      '実行結果のテーブル {table} を読み取る権限がありません。関数のページにのみ必要です。',
    'functions-grow':
      '実行結果のテーブル {table} は {n} MiB で、月額約 {cost} ドルです。TTL がないため増え続けます。',
    'clock-agrees': 'このコンピューターの時計はサーバーと一致しています。',
    'store-packing': '以前のバージョンの保存データを圧縮しています：{n} % 完了。',
    'fleet-cost':
      '{n} 台のホストの費用は、オンデマンド（us-east-1）で月に約 {now} 米ドルです。その半分はレジストリ行の書き込みです。レジストリ行を 3 分ごとにすると {registry} ドル。書き込み {writeUnits}、読み取り {readUnits} ユニットのプロビジョンドにすると、無料枠を除いて {provisioned} ドル。Standard-IA クラスでは {infrequent} ドル。',
    'source-replicated':
      'このソースは {other} と同じフリートを読み取っています。{n} 台のホストは {other} から表示されます。',
    'source-unconfigured': '接続していません。',
    'table-missing': 'テーブル {table} がありません。',
    'registry-missing':
      'テーブル {table} がありません。ホストは走査で探すため、費用が多くかかります。',
    'table-denied': 'テーブル {table} へのアクセスが拒否されました。',
    'legacy-denied': '旧テーブル {table} へのアクセスが拒否されました。',
    'table-creating': 'テーブル {table} は作成中です。',
    'table-failing': 'テーブル {table} を読み取れません。',
    'table-unknown': 'テーブル {table} はまだ確認していません。',
    'table-ttl-off':
      'テーブル {table} の有効期限（TTL）がオフです。測定は削除されず、容量が増え続けます。',
    'functions-index-missing':
      'テーブル {table} にはインデックスがありません。新しい実行はテーブル全体の走査で探します。',
    'legacy-index-missing':
      'テーブル {table} にはインデックスがありません。履歴はテーブル全体の走査で読み、ホストは一台ずつ追跡します。',
    'legacy-index-creating':
      'テーブル {table} のインデックスを作成中です。完了までは履歴を走査で読みます。',
    'table-ttl-other':
      'テーブル {table} の有効期限（TTL）は ttl ではなく属性 {attribute} に設定されています。測定は削除されず、容量が増え続けます。',
    'clock-ahead': 'このコンピューターの時計はサーバーより {n} 秒進んでいます。',
    'clock-behind': 'このコンピューターの時計はサーバーより {n} 秒遅れています。',
    'bad-items': '解釈できない項目 {n} 件を読み飛ばしました。',
    'hosts-silent': '{hosts} 台中 {n} 台のホストから報告がありません。',
    'hosts-unread': '{hosts} 台中 {n} 台については、ソースを最後に読み取ってからの状態が不明です。',
    'hosts-duplicate': '{n} 個の名前は同じコンピューターと思われます：{names}',
    'hosts-duplicate-more': '最初のドットより前が同じ名前の組が、ほかに {n} 組あります。',
    'hostname-shared-more': '多くのコンピューターに共通する名前のホストが、ほかに {n} 台あります。',
    'hostname-shared':
      '{hostname} という名前のコンピューターは多数あります。同じ名前が 2 台あると、互いの測定を上書きします。',
    'minutes-overwritten':
      '別のプログラムも {hostname} の測定を書き込んでいます。過去 2 時間のうち {n} 分で、コレクターだけが加える値が失われています。',
    'outbox-long': 'このコンピューターの測定 {n} 件が送信を待っています。',
    'store-disk-full':
      'ローカルデータベースのディスクに空きがありません。読み取った内容はメモリーに保持し、アラートは引き続き通知します。',
    'store-mended': 'ローカルデータベースの {n} 行が壊れていたため修復しました：{where}。',
    'store-quarantined': '壊れたデータベースを {file} として取り分けました。',
  },
  findingHint: {
    'source-replicated':
      'グローバルテーブルの 2 つのリージョンと思われます。各ホストは 1 回だけ表示、判定、集計されます。{other} を 10 分間読み取れない場合は、このソースに切り替わります。予備が不要なら、どちらかのソースを削除してください。両方を読むと費用が 2 倍になります。',
    'fleet-cost':
      '間隔は各収集側の設定「レジストリ行の書き込み間隔」で変更できます。テーブルのコマンドと注意点は docs/aws.md にあります。',
    'source-unconfigured':
      'このコンピューターだけを収集する場合は不要です。それ以外は、設定でプロファイルかエンドポイントを選ぶか、AWS_PROFILE を設定してください。',
    'table-missing':
      '設定でリージョンとテーブル名を確認してください。コレクターの「collect --create-tables」で作成できます。',
    'registry-missing': 'コレクターの「collect --create-tables」で作成できます。',
    'table-denied':
      'このユーザーに必要最小限のポリシーを与えてください（「診断」と docs/aws.md にあります）。',
    'legacy-denied':
      '旧形式で書き込むコンピューターがある場合のみ必要です。docs/aws.md をご覧ください。',
    'table-creating': '1分ほどしてからもう一度確認してください。',
    'table-failing':
      '設定でテーブル名を確認してください。ソースのエラーがあれば、そこに詳しい説明があります。',
    'table-unknown': '同期してから、もう一度確認してください。',
    'table-ttl-off': '次のコマンドでオンにできます：{command}',
    'functions-index-missing':
      '「診断」で費用を確認して作成できます。「legacy-index --functions --create」でも同じです。AWS CLI では：{command}',
    'legacy-index-missing':
      '「診断」で費用を確認して作成できます。「legacy-index --create」でも同じです。AWS CLI では：{command}',
    'legacy-index-creating': '対応は不要です。準備ができしだい使われます。',
    'table-ttl-other':
      'このテーブルの TTL をオフにし、1 時間待ってから ttl に設定してください。別のプログラムのテーブルかもしれません。',
    'clock-ahead':
      '時刻同期（NTP）をオンにしてください。300 秒以上ずれると AWS は要求を拒否します。',
    'clock-behind':
      '時刻同期（NTP）をオンにしてください。300 秒以上ずれると AWS は要求を拒否します。',
    'bad-items':
      '読み飛ばした項目の一覧に、それぞれの問題があります。多くは書き込み側のプログラムの不具合です。',
    'hosts-silent':
      'コンピューターとコレクターが動いているか確認してください。もうないコンピューターは除外してください。',
    'hosts-unread':
      '同期してください。ソースが失敗している場合は、そのエラーに対処方法があります。',
    'hosts-duplicate': '古い名前を除外し、「collect --hostname」で名前を固定してください。',
    'hostname-shared': '「collect --hostname」で、それぞれに固有の名前を付けてください。',
    'hosts-duplicate-more': '表示されたものを先に確認してから、もう一度確認を実行してください。',
    'hostname-shared-more': '「collect --hostname」で、それぞれに固有の名前を付けてください。',
    'minutes-overwritten':
      'おそらく Python デーモンです。デーモンか、このコンピューターのコレクター（「collect --uninstall-service」またはトレイの「このコンピューターを収集する」）のどちらかを停止してください。',
    'outbox-long': 'ソースに接続でき次第送信します。接続できない理由はソースのエラーにあります。',
    'store-disk-full':
      '空き容量を増やすと保存されます。それまでにプログラムを終了すると、メモリー上の内容は失われます。',
    'store-mended':
      '失われた内容は、DynamoDB に残っていれば次の同期で戻ります。ディスクを確認してください。ディスクか、このファイルに書き込む別のプログラムが原因です。',
    'store-quarantined': '内容は改めて取得しました。不足がなければこのファイルを削除してください。',
  },
};
