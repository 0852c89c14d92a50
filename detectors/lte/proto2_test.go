package lte
import ("testing";"os";"vigie/sdr";"fmt";"math/cmplx")
func TestProto2(t *testing.T){
  raw,_:=os.ReadFile("/work/shared/data/lte-rtl/f1815_s1.92_from_dimitri_rtlsdr.bin")
  x:=make([]complex64,len(raw)/2); sdr.CU8.Decode(x,raw)
  ex:=newExaminer()
  c:=candidate{id:2,start:2373.2,offset:-66940,drift:37.2e-6}
  c.start-=c.drift*8*9600
  for m:=range 16 {
    for l:=-9;l<=9;l++ {
     var y symbol
     ex.demod.symbol(&y,x,c.at(m)+float64(l)*137,c.offset)
     var s float32; for k:=5;k<67;k++ {s+=power(y[k])}
     var h,sm sync; channel(&sm,&h,&y,&primary[2])
     var cc complex128; for k:=range h{cc+=complex128(h[k])}
     fmt.Printf("%.2f(%.2f) ",s/62,cmplx.Abs(cc)/62)
    }
    fmt.Println()
  }
}
