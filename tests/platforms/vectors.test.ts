import test from 'ava';
import { nodeDigest } from '../../host-sim/platforms/node-digest.js';
import { aliyunPassword } from '../../modules/platforms/aliyun.js';
import { azureToken } from '../../modules/platforms/azure.js';
import { hmacHex } from '../../modules/platforms/parts/signed.js';
import { base64, base64Bytes, hex, percent } from '../../modules/platforms/parts/text-forms.js';
import { text, utf8 } from '../support/bytes.js';
import { VECTORS } from './vectors.js';

for (const [index, { platform, source, algorithm, key, signed, form, expected }] of VECTORS.entries()) {
  test(`vector ${index + 1}, ${platform}, ${algorithm} (${source})`, (t) => {
    const digest = key === undefined
      ? nodeDigest.hash(algorithm, utf8(signed))
      : nodeDigest.hmac(algorithm, 'text' in key ? utf8(key.text) : base64Bytes('key', key.base64), utf8(signed));
    const forms = { hex: hex(digest), base64: base64(digest), 'escaped base64': percent(base64(digest)) };
    t.is(forms[form], expected);
  });
}

test('Azure: the token of its own key, and the assembly that its SDK for C tests (azure-sdk-for-c, test_az_iot_hub_client_sas.c)', (t) => {
  const key = base64Bytes('key', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=');
  t.is(
    azureToken(nodeDigest, 'example.azure-devices.net', 'device1', key, 1700000000),
    'SharedAccessSignature sr=example.azure-devices.net%2Fdevices%2Fdevice1' +
      '&sig=NzP%2F6I1WLX6VyHq2sPKVXE%2BdZ4gDLTQP83XKTYeNKuM%3D&se=1700000000',
  );
  const signed: string[] = [];
  const hmac = (_algorithm: string, _key: Uint8Array, data: Uint8Array): Uint8Array => {
    signed.push(text(data));
    return base64Bytes('signature', 'cS1eHM/lDjsRsrZV9508wOFrgmZk4g8FNg8NwHVSiSQ=');
  };
  t.is(
    azureToken({ ...nodeDigest, hmac }, 'myiothub.azure-devices.net', 'my_device', key, 1578941692),
    'SharedAccessSignature sr=myiothub.azure-devices.net%2Fdevices%2Fmy_device' +
      '&sig=cS1eHM%2FlDjsRsrZV9508wOFrgmZk4g8FNg8NwHVSiSQ%3D&se=1578941692',
  );
  t.deepEqual(signed, ['myiothub.azure-devices.net%2Fdevices%2Fmy_device\n1578941692']);
});

test('Alibaba Cloud: LuatOS, iotauth, and the example of document 73742 for SHA-1', (t) => {
  const digest = nodeDigest;
  const device = { productKey: '123456789', deviceName: 'abcdefg', deviceSecret: 'Y877Bgo8X5owd3lcB5wWDjryNPoB', digest };
  const expected = '2842DC9F2FBA19C671DD3F4D24590D41F91C25FD9BC4E5101951BEA88B7DEACD';
  t.is(aliyunPassword(device, '123456789.abcdefg', '32472115200').toUpperCase(), expected);
  const signed = 'clientId12345deviceNamedeviceproductKeypktimestamp789';
  t.is(hmacHex(digest, 'SHA1', utf8('secret'), signed).toUpperCase(), 'FAFD82A3D602B37FB0FA8B7892F24A477F851A14');
});
